package dev.upkeep.system;

import dev.upkeep.system.amount.ByteSize;
import dev.upkeep.system.docker.ContainerReference;
import dev.upkeep.system.keyspace.EvictionPolicy;
import dev.upkeep.system.keyspace.KeyspaceContract;
import dev.upkeep.system.secret.SecretReference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Redis server.
 *
 * @param name unique within the system
 * @param url {@code redis://host:port/database} or {@code rediss://…}, without a password
 * @param user the account of its access control list; the server's default user if there is none
 * @param password where the password is kept, if it has one
 * @param tlsCa certificates (PEM) that a {@code rediss://} server's certificate is checked with;
 *     what Java trusts if there is none
 * @param maxmemory the memory that its keys may take, if operators say so
 * @param policy what happens when that is full, if operators say so; never one that would break a
 *     class of the contract
 * @param keyspace what the keys are for
 * @param container whose address stands for the host in {@code url}, if it is reached that way
 */
public record RedisComponent(
    String name,
    String url,
    Optional<String> user,
    Optional<SecretReference> password,
    Optional<Path> tlsCa,
    Optional<ByteSize> maxmemory,
    Optional<EvictionPolicy> policy,
    KeyspaceContract keyspace,
    Optional<ContainerReference> container)
    implements Component {

  /** The kind as files write it. */
  public static final String KIND = "redis";

  public RedisComponent {
    policy
        .flatMap(keyspace::brokenBy)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
  }

  /** The same account at another address. */
  public RedisComponent at(String otherUrl) {
    return new RedisComponent(
        name, otherUrl, user, password, tlsCa, maxmemory, policy, keyspace, Optional.empty());
  }

  @Override
  public String kind() {
    return KIND;
  }
}
