extension PostgresSchema {
  /// What the daemons of a fleet tell each other: added by the second step, which a daemon that knows the first alone need not know.
  static let fleet = """
    CREATE TABLE nodes (
      node string NOT NULL PRIMARY KEY,
      site string,
      version string NOT NULL,
      schema_step INT NOT NULL,
      waiting INT NOT NULL,
      working INT NOT NULL,
      set_aside INT,
      problems string NOT NULL,
      started_at DOUBLE PRECISION NOT NULL,
      seen_at DOUBLE PRECISION NOT NULL
    );

    -- Of each session its manifest in force, and since when a person holds it. `entry` is what the list of the forgotten has of it.
    CREATE TABLE session_orders (
      session string NOT NULL PRIMARY KEY,
      entry string NOT NULL,
      manifest string,
      manifest_sha256 string,
      held_at DOUBLE PRECISION
    );
    CREATE INDEX session_orders_entry ON session_orders (entry);

    CREATE TABLE baselines (
      role string NOT NULL,
      version INT NOT NULL,
      document string NOT NULL,
      PRIMARY KEY (role, version)
    );

    -- With the session go its orders: when it is forgotten, which is listed before anything of it goes, and when it expires. A daemon that
    -- does not know this table writes the same.
    CREATE FUNCTION let_orders_go() RETURNS TRIGGER LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_TABLE_NAME = 'tombstones' THEN
        DELETE FROM session_orders WHERE entry = NEW.entry;
      ELSIF NEW.kind = 'session.expired' THEN
        DELETE FROM session_orders WHERE session = NEW.session;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER tombstones_take_orders AFTER INSERT ON tombstones FOR EACH ROW EXECUTE FUNCTION let_orders_go();
    CREATE TRIGGER feed_takes_orders AFTER INSERT ON feed FOR EACH ROW WHEN (NEW.kind = 'session.expired')
      EXECUTE FUNCTION let_orders_go();

    -- A hint to whoever listens on the channel of the schema's name; the server gives it with the commit.
    CREATE FUNCTION tell_feed() RETURNS TRIGGER LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify(TG_TABLE_SCHEMA, '');
      RETURN NULL;
    END $$;
    CREATE TRIGGER feed_told AFTER INSERT ON feed FOR EACH STATEMENT EXECUTE FUNCTION tell_feed();

    """
}
