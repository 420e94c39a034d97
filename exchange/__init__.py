"""What may leave, and to whom: markings and policy, releases, packages, their verification, and intake from allies."""
