package dev.upkeep.chassis.web;

import dev.upkeep.chassis.service.Phases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Says where the service listens, from when everything is up until it begins to stop. */
final class EndpointFile implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(EndpointFile.class);

  private final ServletWebServerApplicationContext context;
  private final WebSettings settings;
  private volatile boolean running;

  EndpointFile(ServletWebServerApplicationContext context, WebSettings settings) {
    this.context = context;
    this.settings = settings;
  }

  @Override
  public void start() {
    WebServer server = context.getWebServer();
    if (server == null) {
      throw new IllegalStateException("the web server is not there");
    }
    String address = settings.address();
    String host = address.contains(":") ? "[" + address + "]" : address;
    String url = "http://" + host + ":" + server.getPort();
    log.info("Listening on {}", url);
    Path file = settings.endpointFile();
    if (file != null) {
      write(file.toAbsolutePath(), url);
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    Path file = settings.endpointFile();
    if (file != null) {
      delete(file);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Phases.ANNOUNCING;
  }

  /** Readers see the whole address or none. */
  private static void write(Path file, String url) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path beside = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(beside, url + "\n");
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot write %s: check upkeep.web.endpoint-file".formatted(file), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("Cannot remove {}; it names an address nobody listens on", file, e);
    }
  }
}
