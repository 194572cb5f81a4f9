package dev.mooring.server.conversation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.util.Set;

/**
 * The server and its tests once more, with a call of {@link Allocations#next} before each allocation of the server's own code:
 * of an object, an array or a lambda, and where it calls one of the library's methods that allocate. What Netty and the JDK
 * allocate within is left alone.
 */
final class WatchedClasses extends ClassLoader {
    private static final String SERVER = "dev.mooring.server.";
    private static final ClassDesc ALLOCATIONS = ClassDesc.of(Allocations.class.getName());
    private static final MethodTypeDesc VOID = MethodTypeDesc.of(ConstantDescs.CD_void);
    private static final Set<String> ALLOCATING = Set.of(
            "add",
            "addLast",
            "put",
            "offer",
            "schedule",
            "execute",
            "computeIfAbsent",
            "copyOf",
            "toArray",
            "allocate",
            "allocateDirect",
            "duplicate",
            "asReadOnlyBuffer",
            "slice");

    private boolean closed;

    WatchedClasses() {
        super(WatchedClasses.class.getClassLoader());
    }

    /** From now on no class of the server can be loaded that is not yet. */
    void close() {
        closed = true;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (!name.startsWith(SERVER) || name.equals(Allocations.class.getName())) {
                return super.loadClass(name, resolve);
            }
            if (closed) {
                throw new OutOfMemoryError("thrown by the test, for the class " + name);
            }
            return define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        URL file = getResource(name.replace('.', '/') + ".class");
        if (file == null) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = file.openStream()) {
            byte[] bytes = in.readAllBytes();
            boolean tested = !file.getPath().contains("/test-classes/");
            byte[] code = tested ? watched(bytes) : bytes;
            return defineClass(name, code, 0, code.length);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] watched(byte[] bytes) {
        ClassFile format = ClassFile.of();
        return format.transformClass(
                format.parse(bytes), ClassTransform.transformingMethodBodies(WatchedClasses::watch));
    }

    private static void watch(CodeBuilder code, CodeElement element) {
        if (allocates(element)) {
            code.invokestatic(ALLOCATIONS, "next", VOID);
        }
        code.with(element);
    }

    private static boolean allocates(CodeElement element) {
        return switch (element) {
            case NewObjectInstruction _,
                    NewPrimitiveArrayInstruction _,
                    NewReferenceArrayInstruction _,
                    NewMultiArrayInstruction _,
                    InvokeDynamicInstruction _ -> true;
            case InvokeInstruction call ->
                ALLOCATING.contains(call.name().stringValue())
                        && !call.owner().asInternalName().startsWith("dev/mooring/")
                        && !call.owner().asInternalName().endsWith("LongAdder");
            default -> false;
        };
    }
}
