package dev.upkeep.sample.stack;

import dev.upkeep.embedded.LoopbackPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A copy of the document system of {@code sample-system/stack} on this machine's Docker engine, on
 * free ports and in a network of its own, beside whatever else runs. Closing it deletes all of it.
 *
 * <p>Needs the images that {@code sample-system/stack/run build} makes.
 */
public final class SampleStack implements AutoCloseable {

  private static final int ATTEMPTS = 5;

  /** Where a copy is: what nobody else on this machine has. */
  private record Place(String name, String net, int httpsPort, int httpPort, Path data) {

    Map<String, String> settings() {
      return Map.of(
          "COMPOSE_PROJECT_NAME", name,
          "LCBP3_NET", net,
          "LCBP3_HTTPS_PORT", Integer.toString(httpsPort),
          "LCBP3_HTTP_PORT", Integer.toString(httpPort),
          "LCBP3_DATA", data.toString());
    }
  }

  private final Place place;
  private final StackScript script;

  private SampleStack(Place place, Map<String, String> settings) {
    this.place = place;
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(place.settings());
    this.script = StackScript.with(all);
  }

  /**
   * Starts a copy and waits until every container is healthy (about twenty seconds).
   *
   * @param name the project's name and the prefix of its containers' names
   * @param data a folder that is there for this copy alone; it is deleted at the end
   * @param settings further ones, as {@code run --help} lists them
   * @throws IllegalStateException if it does not start; the message is the script's
   */
  public static SampleStack start(String name, Path data, Map<String, String> settings) {
    for (int attempt = 1; ; attempt++) {
      Place place = new Place(name, someNet(), LoopbackPort.free(), LoopbackPort.free(), data);
      SampleStack stack = new SampleStack(place, settings);
      StackScript.End end = stack.script.run("up");
      if (end.code() == 0) {
        return stack;
      }
      stack.close();
      boolean taken = end.output().contains("overlaps") || end.output().contains("is in use");
      if (!taken || attempt == ATTEMPTS) {
        throw new IllegalStateException("The sample stack did not start: " + end.output());
      }
    }
  }

  /** Of those that Docker does not give out by itself. */
  private static String someNet() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "10.%d.%d".formatted(random.nextInt(64, 128), random.nextInt(256));
  }

  /** Where users come in: TLS, by a certificate that {@link #tls} trusts. */
  public URI frontDoor() {
    return URI.create("https://localhost:" + place.httpsPort());
  }

  /** Where users who forgot the s come in. */
  public URI plainDoor() {
    return URI.create("http://localhost:" + place.httpPort());
  }

  /** The name of a container, as in {@code backend}, {@code backend-green}, {@code nginx}. */
  public String container(String part) {
    return place.name() + "-" + part;
  }

  /** The network that all containers are in. */
  public String network() {
    return place.name() + "_dms";
  }

  /** The address that a part has in the network, reached from this machine: .11 is blue. */
  public String address(int last) {
    return place.net() + "." + last;
  }

  /** The folder whose files NGINX chooses by. */
  public Path switchFolder() {
    return data().resolve("switch");
  }

  /** The host's folder of this copy, as {@code docs/sample-system.md} describes it. */
  public Path data() {
    return place.data();
  }

  /** Trusts this copy's own CA and no other. */
  public SSLContext tls() {
    try (InputStream pem = Files.newInputStream(data().resolve("tls/ca.pem"))) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return tls;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the stack's CA in " + data(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot trust the stack's CA in " + data(), e);
    }
  }

  /** Ends all of its containers, those of deployments too, and deletes its volumes and folder. */
  @Override
  public void close() {
    StackScript.End end = script.run("down", "--volumes");
    if (end.code() != 0) {
      throw new IllegalStateException(
          "The sample stack " + place.name() + " stays: " + end.output());
    }
  }
}
