package dev.upkeep.system.redis;

import dev.upkeep.chassis.observability.Masking;
import dev.upkeep.system.RedisComponent;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.secret.ResolvedSecret;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import dev.upkeep.system.tls.TrustedCertificates;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * One Redis server of a maintained system. Each step opens connections of its own and closes them,
 * so nothing is left open between steps.
 */
public final class TargetCache {

  static final int DEFAULT_PORT = 6379;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** No command that is sent here takes long: a server silent for this long is stuck or away. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final String system;
  private final RedisComponent component;
  private final Secrets secrets;

  TargetCache(String system, RedisComponent component, Secrets secrets) {
    this.system = system;
    this.component = component;
    this.secrets = secrets;
  }

  /** What the system file says of it. */
  public RedisComponent component() {
    return component;
  }

  /** Who it is in messages and in the keys kept on the target: {@code lcbp3-dms/cache}. */
  public String label() {
    return system + "/" + component.name();
  }

  /** As label, with where it is: {@code lcbp3-dms/cache at 127.0.0.1:6379}. */
  public String place() {
    return "%s at %s:%d".formatted(label(), url().getHost(), port());
  }

  /** The account, as the server's access control list calls it. */
  public String account() {
    return component.user().orElse("default");
  }

  /** The number of the database that the contract speaks of. */
  public int database() {
    String path = url().getPath();
    return path == null || path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
  }

  private URI url() {
    return URI.create(component.url());
  }

  private int port() {
    return url().getPort() < 0 ? DEFAULT_PORT : url().getPort();
  }

  /**
   * Opens a connection.
   *
   * @param purpose part of its name in {@code CLIENT LIST}: {@code work}, {@code probe}
   * @throws TargetProblem when there is no way in
   */
  public CacheSession open(String purpose) throws TargetProblem {
    String where = "Connecting to " + place() + " as " + account();
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis((int) CONNECT_LIMIT.toMillis())
            .socketTimeoutMillis((int) ANSWER_LIMIT.toMillis())
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    component.user().ifPresent(config::user);
    Optional<SecretReference> password = component.password();
    if (password.isPresent()) {
      config.password(resolved(password.get()));
    }
    if (component.url().startsWith("rediss:")) {
      var parameters = new SSLParameters();
      // Without this the name in the certificate is not compared with the host.
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      config.ssl(true).sslParameters(parameters);
      if (component.tlsCa().isPresent()) {
        config.sslSocketFactory(TrustedCertificates.of(component.tlsCa().get()));
      }
    }
    try {
      var connection = new Connection(new HostAndPort(url().getHost(), port()), config.build());
      return CacheSession.prepare(this, connection, purpose);
    } catch (JedisDataException e) {
      throw RedisSays.meaning(new Refused(String.valueOf(e.getMessage())), where, account());
    } catch (JedisConnectionException e) {
      throw RedisSays.noWayIn(e, where);
    }
  }

  private String resolved(SecretReference reference) throws TargetProblem {
    return switch (secrets.resolve(reference)) {
      case ResolvedSecret.Found found -> {
        Masking.register(found.secret().reveal());
        yield found.secret().reveal();
      }
      case ResolvedSecret.NotFound missing ->
          throw TargetProblem.lasting(
              "The password of %s: %s.".formatted(label(), missing.why()), missing.remedy());
    };
  }
}
