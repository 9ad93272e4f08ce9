package dev.upkeep.embedded.kafka;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The same broker alone in a JVM: {@code KafkaMain FOLDER [PORT]}. Writes its address to standard
 * output when it answers, and runs until SIGTERM, or until the broker cannot go on.
 */
public final class KafkaMain {

  private KafkaMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    run(arguments, System.out);
  }

  private static void run(String[] arguments, PrintStream out) throws InterruptedException {
    if (arguments.length < 1 || arguments.length > 2) {
      throw new IllegalArgumentException("Usage: KafkaMain FOLDER [PORT]");
    }
    Path folder = Path.of(arguments[0]);
    EmbeddedKafka kafka =
        arguments.length == 2
            ? EmbeddedKafka.start(folder, Integer.parseInt(arguments[1]))
            : EmbeddedKafka.start(folder);
    BrokerExits.endThisJvm();
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop-kafka"));
    out.println(kafka.bootstrapServers());
    out.flush();
    new CountDownLatch(1).await();
  }
}
