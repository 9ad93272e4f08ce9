/**
 * Reads the YAML files that operators own and keeps the place of every value, so that whatever is
 * wrong can be told with file, line, column and remedy. Front door: {@link
 * dev.upkeep.system.yaml.YamlFile}.
 */
@NullMarked
package dev.upkeep.system.yaml;

import org.jspecify.annotations.NullMarked;
