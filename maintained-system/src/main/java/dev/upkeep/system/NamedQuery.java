package dev.upkeep.system;

/**
 * A query that operators care about: it is explained, and measured before and after changes.
 *
 * @param name unique within the component
 * @param sql one SELECT, without a semicolon; never shown in reports, since it may hold people's
 *     data
 */
public record NamedQuery(String name, String sql) {}
