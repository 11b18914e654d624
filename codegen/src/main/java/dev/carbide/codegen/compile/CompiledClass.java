package dev.carbide.codegen.compile;

import dev.carbide.offheap.error.CarbideInternalException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled and loaded class with what was measured of it. Immutable and thread-safe. It unloads with its last use. */
public final class CompiledClass {
    private final Class<?> type;
    private final Constructor<?> constructor;
    private final List<MethodSize> methodSizes;
    private final int classBytes;
    private final long compileNanos;

    /** @param constructor public, takes the parameters as one array */
    CompiledClass(Constructor<?> constructor, List<MethodSize> methodSizes, int classBytes, long compileNanos) {
        this.type = constructor.getDeclaringClass();
        this.constructor = constructor;
        this.methodSizes = List.copyOf(methodSizes);
        this.classBytes = classBytes;
        this.compileNanos = compileNanos;
    }

    public Class<?> type() {
        return type;
    }

    /** A new object with these parameters, in the order in which the source declared them. Errors of the constructor pass. */
    public Object newInstance(@Nullable Object[] arguments) {
        try {
            return constructor.newInstance((Object) arguments);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new CarbideInternalException(type.getName() + " cannot be constructed", e);
            }
        } catch (ReflectiveOperationException e) {
            throw new CarbideInternalException(type.getName() + " cannot be constructed", e);
        }
    }

    public <T> T newInstance(Class<T> as, @Nullable Object[] arguments) {
        return as.cast(newInstance(arguments));
    }

    /** Every method with code, constructors as {@code <init>}, in the order of the class file. */
    public List<MethodSize> methodSizes() {
        return methodSizes;
    }

    public MethodSize largestMethod() {
        return methodSizes.stream()
                .max(Comparator.comparingInt(MethodSize::bytes))
                .orElseThrow();
    }

    /** Bytes of bytecode of the largest method; see {@link PipelineCompiler#HUGE_METHOD_LIMIT}. */
    public int maxMethodSize() {
        return largestMethod().bytes();
    }

    /** Size of the class file. */
    public int classBytes() {
        return classBytes;
    }

    /** Time from text to loaded class. */
    public long compileNanos() {
        return compileNanos;
    }

    @Override
    public String toString() {
        return type.getName();
    }
}
