package dev.upkeep.standalone;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a standalone platform is told.
 *
 * @param data where everything is kept that must survive a restart
 * @param systems the operators' system files
 * @param runbooks the operators' runbooks
 * @param properties further settings of services, see docs/settings.md; they win over the defaults
 */
public record StandaloneSettings(
    Path data, Path systems, Path runbooks, Map<String, String> properties) {
  public StandaloneSettings {
    data = data.toAbsolutePath().normalize();
    systems = systems.toAbsolutePath().normalize();
    runbooks = runbooks.toAbsolutePath().normalize();
    properties = Map.copyOf(properties);
  }

  /** These settings with one property more. */
  public StandaloneSettings with(String name, String value) {
    Map<String, String> more = new TreeMap<>(properties);
    more.put(name, value);
    return new StandaloneSettings(data, systems, runbooks, more);
  }
}
