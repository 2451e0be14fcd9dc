"""mi_abm: how social context carries, or loses, what training in Motivational Interviewing brings."""
