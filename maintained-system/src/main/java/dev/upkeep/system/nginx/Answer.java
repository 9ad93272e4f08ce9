package dev.upkeep.system.nginx;

import dev.upkeep.system.Colour;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What came of one request over a connection of its own. */
public sealed interface Answer {

  /**
   * The head of an answer came.
   *
   * @param headers by their names in small letters; of several of one name the first
   * @param took from before the connection was made
   */
  record Said(int status, Map<String, String> headers, Duration took) implements Answer {
    public Said {
      headers = Map.copyOf(headers);
    }
  }

  /** No answer, or none that can be read. */
  record Nothing(String why) implements Answer {}

  /** The header by which an answer says which colour it is from. */
  String SERVED_BY = "x-served-by";

  /** What the colour itself says of that, where the other header is NGINX's. */
  String COLOUR = "x-colour";

  /** Whether it says that all is well: a status from 200 to 299; a redirect does not. */
  default boolean isGood() {
    return this instanceof Said said && said.status() >= 200 && said.status() < 300;
  }

  /** The colour that it says it is from; none where its two headers disagree. */
  default Optional<Colour> colour() {
    if (!(this instanceof Said said)) {
      return Optional.empty();
    }
    String servedBy = said.headers().get(SERVED_BY);
    String own = said.headers().getOrDefault(COLOUR, String.valueOf(servedBy));
    return Stream.of(Colour.values())
        .filter(colour -> colour.word().equals(servedBy) && colour.word().equals(own))
        .findFirst();
  }

  /** For people: {@code 502 from nobody known}. */
  default String words() {
    return switch (this) {
      case Said said ->
          "%d from %s"
              .formatted(said.status(), colour().map(Colour::word).orElse("no known colour"));
      case Nothing nothing -> nothing.why();
    };
  }
}
