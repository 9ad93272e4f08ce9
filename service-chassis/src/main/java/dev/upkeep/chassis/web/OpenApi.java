package dev.upkeep.chassis.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * The service's OpenAPI document: the chassis's own, those of the parts that the service is made of
 * and, where the service has one, its resource {@code openapi/<service>.yaml}, each with further
 * {@code paths} and {@code components}.
 */
public final class OpenApi {
  private static final String CHASSIS = "openapi/chassis.yaml";

  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

  private final Map<String, Object> document;

  /**
   * The document of a part of the chassis that not every service has; declared as a bean.
   *
   * @param resource on the class path, as in {@code openapi/worker.yaml}
   */
  public record Part(String resource) {}

  OpenApi(String service, List<Part> parts, ClassLoader resources) {
    Map<String, Object> merged = read(resources, CHASSIS);
    for (Part part : parts) {
      merge(merged, read(resources, part.resource()), part.resource());
    }
    String own = "openapi/" + service + ".yaml";
    if (resources.getResource(own) != null) {
      merge(merged, read(resources, own), own);
    }
    putInto(merged, "info", "title", "Upkeep " + service);
    this.document = merged;
  }

  /** The whole document as YAML. */
  public String yaml() {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(120).build();
    return new Dump(settings).dumpToString(document);
  }

  /** Every operation that is documented, as in {@code GET /api/v1/status}. */
  public Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    mapping(document, "paths")
        .forEach(
            (path, item) ->
                METHODS.stream()
                    .filter(method -> ((Map<?, ?>) item).containsKey(method))
                    .forEach(
                        method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    return operations;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> read(ClassLoader resources, String name) {
    try (InputStream stream = resources.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the resource %s is missing".formatted(name));
      }
      Object loaded =
          new Load(LoadSettings.builder().setLabel(name).build()).loadFromInputStream(stream);
      return new LinkedHashMap<>((Map<String, Object>) loaded);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the resource " + name, e);
    }
  }

  private static void merge(Map<String, Object> into, Map<String, Object> more, String name) {
    List<String> twice = new ArrayList<>();
    mapping(more, "paths")
        .forEach(
            (path, operations) -> {
              if (mapping(into, "paths").containsKey(path)) {
                twice.add(path);
              } else {
                putInto(into, "paths", path, operations);
              }
            });
    if (!twice.isEmpty()) {
      throw new IllegalStateException("%s describes %s again".formatted(name, twice));
    }
    mapping(more, "components")
        .forEach(
            (kind, parts) -> {
              Map<String, Object> all =
                  new LinkedHashMap<>(mapping(mapping(into, "components"), kind));
              ((Map<?, ?>) parts).forEach((key, part) -> all.put(String.valueOf(key), part));
              putInto(into, "components", kind, all);
            });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> mapping(Map<String, Object> in, String key) {
    return (Map<String, Object>) in.getOrDefault(key, Map.of());
  }

  private static void putInto(Map<String, Object> in, String key, String name, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(mapping(in, key));
    copy.put(name, value);
    in.put(key, copy);
  }
}
