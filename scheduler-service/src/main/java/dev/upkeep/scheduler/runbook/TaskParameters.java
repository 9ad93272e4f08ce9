package dev.upkeep.scheduler.runbook;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.upkeep.system.yaml.Suggestions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks parameters against the JSON Schema (2020-12) that the catalogue has for a task; for
 * runbooks and for what a person adds to a manual trigger alike.
 */
public final class TaskParameters {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Schemas come from the catalogue alone; a reference to somewhere else is not followed. */
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build())
                  .schemaLoader(loader -> loader.fetchRemoteResources(false)));

  private TaskParameters() {}

  /** Everything that is wrong with the parameters of one task; empty if nothing is. */
  public static List<ParameterProblem> problems(CatalogueEntry task, Map<String, Object> with) {
    Schema schema = SCHEMAS.getSchema(JSON.readTree(task.parametersSchema()));
    JsonNode parameters = JSON.valueToTree(with);
    return schema.validate(parameters).stream()
        .map(error -> problem(task, error))
        .distinct()
        .sorted(Comparator.comparing(problem -> String.join("/", problem.path())))
        .toList();
  }

  private static ParameterProblem problem(CatalogueEntry task, Error error) {
    var location = error.getInstanceLocation();
    List<String> path =
        new ArrayList<>(
            IntStream.range(0, location.getNameCount()).mapToObj(location::getName).toList());
    return switch (error.getKeyword()) {
      case "additionalProperties", "unevaluatedProperties" -> {
        path.add(error.getProperty());
        List<String> known = known(task);
        yield new ParameterProblem(
            path,
            task.kind() + " has no parameter '" + error.getProperty() + "'",
            known.isEmpty()
                ? "Remove it; the task has no parameters"
                : Suggestions.among(error.getProperty(), known));
      }
      case "required" ->
          new ParameterProblem(
              path,
              task.kind() + " needs the parameter '" + error.getProperty() + "'",
              description(task, error.getProperty(), "Write it below 'with'"));
      default -> {
        String remedy = path.isEmpty() ? "" : description(task, path.getFirst(), "");
        // A pattern is for programs; where the catalogue has a sentence, that is for people.
        boolean bare = error.getKeyword().equals("pattern") && !remedy.isEmpty();
        yield new ParameterProblem(
            path,
            "the parameter '%s' of %s cannot be %s"
                    .formatted(
                        String.join(".", path), task.kind(), shortened(error.getInstanceNode()))
                + (bare ? "" : ": " + error.getMessage()),
            remedy.isEmpty() ? "Correct the value" : remedy);
      }
    };
  }

  private static List<String> known(CatalogueEntry task) {
    return List.copyOf(JSON.readTree(task.parametersSchema()).path("properties").propertyNames());
  }

  /** What the catalogue says about a parameter is the best remedy there is. */
  private static String description(CatalogueEntry task, String parameter, String otherwise) {
    String text =
        JSON.readTree(task.parametersSchema())
            .path("properties")
            .path(parameter)
            .path("description")
            .asString("");
    String sentence = text.strip().replaceFirst("\\.$", "");
    return sentence.isEmpty() ? otherwise : "'" + parameter + "': " + sentence;
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
