"""The command line. `main` is the `onrecord` command.

Exit status: 0 success, 1 some input was not read (it is listed), 2 wrong usage, 130 stopped by Ctrl-C.
An error is one line on standard error; a pipe that closes early ends the command silently.

>>> main(["statements", "--act", "shout"])
2
"""

from onrecord.cli import explain, export, listings, read, show, who
from onrecord.cli.root import root, run

__all__ = ["main", "root"]

main = run
for command in (
    read.read,
    listings.statements,
    listings.search,
    listings.reports,
    listings.problems,
    show.show,
    explain.explain,
    show.summary,
    who.who,
    who.same,
    who.different,
    who.offices,
    export.export,
    export.serve,
):
    root.add_command(command)
