package dev.upkeep.chassis.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that fails on certain statements, as one does that is killed at that moment. */
final class DataSourceThatFails extends DelegatingDataSource {
  private final Predicate<String> failing;

  DataSourceThatFails(DataSource real, Predicate<String> failing) {
    super(real);
    this.failing = failing;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection real = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (arguments != null
                  && arguments.length > 0
                  && arguments[0] instanceof String sql
                  && failing.test(sql.strip())) {
                throw new SQLNonTransientConnectionException("the connection is gone", "08S01");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
