"""The application: command line, app, screens, commands."""
