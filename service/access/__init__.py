"""Who may reach the service, and with which key."""
