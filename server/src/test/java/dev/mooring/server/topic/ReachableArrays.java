package dev.mooring.server.topic;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of all arrays that objects of this package lead to, headers included: what stands on the heap for them but for the few
 * bytes of the objects themselves. Unlike a reading of the heap it sees nothing of what other threads allocate.
 */
final class ReachableArrays {
    private static final int HEADER_BYTES = 16;
    private static final int ALIGNMENT_BYTES = 8;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> waiting = new ArrayDeque<>();

    private ReachableArrays() {}

    /** From these objects, without what leads only through {@code border}. */
    static long bytes(Object border, Object... roots) throws IllegalAccessException {
        ReachableArrays walk = new ReachableArrays();
        walk.seen.add(border);
        for (Object root : roots) {
            walk.await(root);
        }
        long bytes = 0;
        while (!walk.waiting.isEmpty()) {
            bytes += walk.visit(walk.waiting.remove());
        }
        return bytes;
    }

    private long visit(Object object) throws IllegalAccessException {
        if (!object.getClass().isArray()) {
            fields(object);
            return 0;
        }
        int length = Array.getLength(object);
        if (object instanceof Object[] elements) {
            for (Object element : elements) {
                await(element);
            }
        }
        long end = HEADER_BYTES + (long) length * width(object.getClass().getComponentType());
        return (end + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
    }

    private void fields(Object object) throws IllegalAccessException {
        for (Field field : object.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                await(field.get(object));
            }
        }
    }

    private void await(@Nullable Object object) {
        if (object != null
                && (object.getClass().isArray() || object.getClass().getPackage() == ReachableArrays.class.getPackage())
                && seen.add(object)) {
            waiting.add(object);
        }
    }

    private static int width(Class<?> component) {
        return component == long.class || component == double.class
                ? Long.BYTES
                : component == byte.class || component == boolean.class
                        ? Byte.BYTES
                        : component == short.class || component == char.class ? Short.BYTES : Integer.BYTES;
    }
}
