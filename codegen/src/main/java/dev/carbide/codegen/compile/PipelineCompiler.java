package dev.carbide.codegen.compile;

import dev.carbide.codegen.source.GeneratedSource;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.ClassLoaderIClassLoader;
import org.codehaus.janino.Parser;
import org.codehaus.janino.Scanner;
import org.codehaus.janino.UnitCompiler;
import org.codehaus.janino.util.ClassFile;

/** Compiles generated source with Janino and loads each class in a loader of its own, so that it can unload. Thread-safe. */
public final class PipelineCompiler {
    /**
     * Bytes of bytecode above which HotSpot never compiles a method (flag DontCompileHugeMethods): it stays interpreted,
     * about 50 times slower, for ever.
     */
    public static final int HUGE_METHOD_LIMIT = 8000;

    private static final int CLASS_VERSION = 6;
    private static final System.Logger LOG = System.getLogger(PipelineCompiler.class.getName());

    private final ClassLoader parent;

    /** @param parent sees every class that generated source refers to */
    public PipelineCompiler(ClassLoader parent) {
        this.parent = parent;
    }

    /** Compiles without any cache. */
    public CompiledClass compile(GeneratedSource source) {
        long start = System.nanoTime();
        ClassFile file = translate(source);
        byte[] bytes = file.toByteArray();
        var loaded = new GeneratedClassLoader(parent).define(source.qualifiedName(), bytes);
        var compiled = new CompiledClass(loaded, sizes(file), bytes.length, System.nanoTime() - start);
        if (compiled.maxMethodSize() > HUGE_METHOD_LIMIT) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} will not be compiled to machine code: {1} has {2} bytes of bytecode, the limit is {3}",
                    source.className(),
                    compiled.largestMethod().name(),
                    String.valueOf(compiled.maxMethodSize()),
                    String.valueOf(HUGE_METHOD_LIMIT));
        }
        return compiled;
    }

    private ClassFile translate(GeneratedSource source) {
        try {
            var scanner = new Scanner(source.fileName(), new StringReader(source.text()));
            var unit = new UnitCompiler(
                    new Parser(scanner).parseAbstractCompilationUnit(), new ClassLoaderIClassLoader(parent));
            unit.setTargetVersion(CLASS_VERSION);
            var files = new ArrayList<ClassFile>(1);
            unit.compileUnit(true, true, true, files);
            return files.getFirst();
        } catch (CompileException | IOException e) {
            throw new CodegenException(source.className() + ": " + e.getMessage(), false, e);
        }
    }

    private static List<MethodSize> sizes(ClassFile file) {
        var sizes = new ArrayList<MethodSize>();
        for (ClassFile.MethodInfo method : file.methodInfos) {
            for (ClassFile.AttributeInfo attribute : method.getAttributes()) {
                if (attribute instanceof ClassFile.CodeAttribute code) {
                    sizes.add(new MethodSize(method.getName(), method.getDescriptor(), code.code.length));
                }
            }
        }
        return sizes;
    }

    /** Defines one class and delegates the rest. */
    private static final class GeneratedClassLoader extends ClassLoader {
        GeneratedClassLoader(ClassLoader parent) {
            super("carbide-generated", parent);
        }

        Class<?> define(String name, byte[] bytes) {
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
