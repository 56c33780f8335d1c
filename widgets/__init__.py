"""The panes: they draw values of the ground floor and speak in messages."""
