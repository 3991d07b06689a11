"""The database: dialect, tables, keys, migrations, opening."""
