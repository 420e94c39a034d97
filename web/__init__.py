"""Looking and handing over: the Flask viewer."""
