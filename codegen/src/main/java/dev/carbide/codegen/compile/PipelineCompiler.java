package dev.carbide.codegen.compile;

import dev.carbide.codegen.source.GeneratedSource;
import java.lang.reflect.Constructor;

/**
 * Compiles generated source with Janino and loads each class in a loader of its own, so that it can unload. Thread-safe;
 * compilations of different sources run side by side.
 */
public final class PipelineCompiler {
    /**
     * Bytes of bytecode above which HotSpot never compiles a method (flag DontCompileHugeMethods): it stays interpreted,
     * about 50 times slower, for ever.
     */
    public static final int HUGE_METHOD_LIMIT = 8000;

    private static final System.Logger LOG = System.getLogger(PipelineCompiler.class.getName());

    private final ClassLoader parent;

    /** @param parent sees every class that generated source refers to */
    public PipelineCompiler(ClassLoader parent) {
        this.parent = parent;
    }

    /**
     * Compiles and loads, without any cache.
     *
     * @throws CodegenException if the source does not compile or the class does not load
     */
    public CompiledClass compile(GeneratedSource source) {
        CompilationEvent event = FlightEvents.areRecorded() ? CompilationEvent.begun() : null;
        long start = System.nanoTime();
        byte[] bytes = new JaninoTranslation(source, parent).classFile();
        Constructor<?> constructor = load(source, bytes);
        var compiled = new CompiledClass(constructor, MethodSize.of(bytes), bytes.length, System.nanoTime() - start);
        if (event != null) {
            event.commit(compiled, false);
        }
        warnOfHugeMethods(compiled);
        return compiled;
    }

    /**
     * Compiles a few small classes, so that the first query does not pay for loading and warming up the compiler. Takes
     * some hundred milliseconds in a fresh JVM: call it on a background thread.
     */
    public void prewarm() {
        WarmUpSource.samples().forEach(this::compile);
    }

    private Constructor<?> load(GeneratedSource source, byte[] bytes) {
        try {
            Class<?> type = new GeneratedClassLoader(parent).define(source.qualifiedName(), bytes);
            // Verifies now, where the source is known, and not at the first use.
            Class.forName(type.getName(), true, type.getClassLoader());
            return type.getConstructor(Object[].class);
        } catch (LinkageError | ReflectiveOperationException e) {
            throw CodegenException.unloadable(source, e);
        }
    }

    private static void warnOfHugeMethods(CompiledClass compiled) {
        if (compiled.maxMethodSize() > HUGE_METHOD_LIMIT) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}.{1} has {2} bytes of bytecode; above {3} it is never compiled to machine code",
                    compiled.type().getSimpleName(),
                    compiled.largestMethod().name(),
                    String.valueOf(compiled.maxMethodSize()),
                    String.valueOf(HUGE_METHOD_LIMIT));
        }
    }

    /** Defines one class and leaves the rest to its parent. */
    private static final class GeneratedClassLoader extends ClassLoader {
        GeneratedClassLoader(ClassLoader parent) {
            super("carbide-generated", parent);
        }

        Class<?> define(String name, byte[] bytes) {
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
