package dev.upkeep.deploy.testkit;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A real HTTPS server whose certificate is made for the test by keytool. */
public final class TlsServer implements AutoCloseable {

  private static final String PASSWORD = "only-for-this-test";

  private final HttpsServer server;
  private final Path pem;

  /**
   * Starts it.
   *
   * @param name that the certificate is for, as in {@code dns:localhost}
   * @param validity as keytool takes it: {@code -validity 5}, {@code -startdate -10d -validity 5}
   */
  public TlsServer(Path folder, String name, String... validity) throws Exception {
    Path store = folder.resolve("server.p12");
    pem = folder.resolve("server.pem");
    List<String> make =
        new ArrayList<>(
            List.of(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server of the test",
                "-ext",
                "san=" + name,
                "-storetype",
                "PKCS12"));
    make.addAll(List.of(validity));
    keytool(store, make);
    keytool(store, List.of("-exportcert", "-rfc", "-file", pem.toString()));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory shown =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    shown.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            Pages.say(exchange, 200, "well");
          }
        });
    server.start();
  }

  private static void keytool(Path store, List<String> what)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(what);
    command.addAll(
        List.of("-alias", "server", "-storepass", PASSWORD, "-keystore", store.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  /** What a client has to trust. */
  public Path pem() {
    return pem;
  }

  public String url() {
    return "https://localhost:%d/".formatted(server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
