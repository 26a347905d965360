"""Programs for those who build and measure Wenbao; the product never imports them."""
