package dev.upkeep.benchmarks.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The outcome of one benchmark. */
public final class Report {
  /** Rounds are listed one by one, hundreds of latencies are not. */
  private static final int MOST_VALUES = 30;

  private final String benchmark;
  private final Machine machine;
  private final Map<String, Object> settings;
  private final List<Figure> figures = new ArrayList<>();

  /**
   * Begins a report before the first round.
   *
   * @param settings how large the benchmark was, as in {@code rounds: 5}
   */
  public Report(String benchmark, Machine machine, Map<String, Object> settings) {
    this.benchmark = benchmark;
    this.machine = machine;
    this.settings = new LinkedHashMap<>(settings);
  }

  public void add(Figure figure) {
    figures.add(figure);
  }

  /** Prints the table, and after it the same as one line of JSON. */
  public void print(PrintStream out) {
    Machine whole = machine.afterwards();
    out.println();
    out.println(benchmark + " " + settings);
    out.println(whole.line());
    figures.forEach(figure -> out.println("  " + figure.line()));
    out.println(json(whole));
  }

  private String json(Machine whole) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("benchmark", benchmark);
    object.put("settings", settings);
    object.put("machine", whole);
    Map<String, Object> all = new LinkedHashMap<>();
    figures.forEach(figure -> all.put(figure.name(), values(figure)));
    object.put("figures", all);
    return JsonMapper.shared().writeValueAsString(object);
  }

  private static Map<String, Object> values(Figure figure) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("value", rounded(figure.value()));
    object.put("min", rounded(figure.min()));
    object.put("max", rounded(figure.max()));
    object.put("count", figure.values().size());
    if (figure.values().size() <= MOST_VALUES) {
      object.put("values", figure.values().stream().map(Report::rounded).toList());
    }
    object.put("met", figure.met());
    return object;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
