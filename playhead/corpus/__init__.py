"""Many runs: what is known of each, remembered between sittings, put in order and filtered."""
