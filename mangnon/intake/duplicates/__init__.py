"""Children who stand in the register twice: found, looked at by a person, made one, parted again."""
