package dev.upkeep.embedded.mariadb;

import dev.upkeep.embedded.LoopbackPort;

/** What the very first start runs: one root account with a generated password, nobody else. */
final class RootAccount {

  private RootAccount() {}

  /** One statement a line, as {@code --init-file} wants it. May run twice. */
  static String sql(String password) {
    return """
        DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys';
        FLUSH PRIVILEGES;
        CREATE OR REPLACE USER 'root'@'localhost' IDENTIFIED BY '%1$s';
        CREATE OR REPLACE USER 'root'@'%2$s' IDENTIFIED BY '%1$s';
        GRANT ALL PRIVILEGES ON *.* TO 'root'@'localhost' WITH GRANT OPTION;
        GRANT ALL PRIVILEGES ON *.* TO 'root'@'%2$s' WITH GRANT OPTION;
        """
        .formatted(password, LoopbackPort.HOST);
  }
}
