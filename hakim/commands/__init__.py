"""The commands, one idea a file."""

from hakim.commands.demo import demo
from hakim.commands.engine import engine
from hakim.commands.export import export
from hakim.commands.ingest import ingest
from hakim.commands.query import query
from hakim.commands.rebuild import rebuild
from hakim.commands.runs import runs
from hakim.commands.serve import serve
from hakim.commands.status import status

COMMANDS = (demo, engine, export, ingest, query, rebuild, runs, serve, status)
