"""The whole site in a folder, and back: database and media with a checksum for each table and each file.

    <folder>/manifest.json            what is in it; written last, so a backup without it is unfinished
    <folder>/database.sqlite3         on SQLite: a compacted copy, in which nothing deleted is left
    <folder>/tables/<name>.copy       on PostgreSQL: one file per table, as COPY writes it
    <folder>/media/public|private/    the files

A backup is restored on the kind of database it was made from, by code with the same migrations. Private keys of
surveys lie outside the media folders and are never in a backup.
"""

from .restoring import restore_backup
from .writing import write_backup

__all__ = ["restore_backup", "write_backup"]
