package dev.upkeep.events.envelope;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What is not marked nullable must be there: JSON that leaves a field out would otherwise become a
 * record whose type lies.
 */
final class RequiredFields {
  private RequiredFields() {}

  /**
   * Looks through a record and the records within it.
   *
   * @throws IllegalArgumentException naming the first field that is missing
   */
  static void check(Object value) {
    if (value instanceof Collection<?> elements) {
      for (Object element : elements) {
        if (element == null) {
          throw new IllegalArgumentException("a list holds null");
        }
        check(element);
      }
    } else if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        checkComponent(record, component);
      }
    }
  }

  private static void checkComponent(Record record, RecordComponent component) {
    Object value = read(record, component);
    if (value != null) {
      check(value);
    } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      throw new IllegalArgumentException(
          "%s.%s is missing".formatted(record.getClass().getSimpleName(), component.getName()));
    }
  }

  private static @Nullable Object read(Record record, RecordComponent component) {
    try {
      // Records of parameters belong to their task's package and need not be public.
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("an event record could not be read", e);
    }
  }
}
