package dev.carbide.codegen.compile;

import dev.carbide.codegen.source.GeneratedSource;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.ClassLoaderIClassLoader;
import org.codehaus.janino.Parser;
import org.codehaus.janino.Scanner;
import org.codehaus.janino.UnitCompiler;
import org.codehaus.janino.util.ClassFile;

/** From source text to a class file, with lines and variables for debuggers and stack traces. */
final class JaninoTranslation {
    /**
     * Java 6, class file version 50. From 51 on the JVM insists on the stack maps, and those that Janino 3.1.12 writes
     * are wrong for a local that is first assigned inside a loop. The price: static methods of interfaces cannot be
     * called. Compile and load times do not differ.
     */
    private static final int TARGET = 6;

    /** How Janino puts a place in front of its messages, once or several times. */
    private static final Pattern PLACE = Pattern.compile("File '[^']*', Line (\\d+), Column \\d+(: )?");

    private final GeneratedSource source;
    private final ClassLoader parent;

    JaninoTranslation(GeneratedSource source, ClassLoader parent) {
        this.source = source;
        this.parent = parent;
    }

    byte[] classFile() {
        try {
            return DeepStack.call("carbide-compile", this::translate);
        } catch (StackOverflowError e) {
            throw CodegenException.tooLarge(source, "it is nested too deeply for the compiler's stack", e);
        } catch (CodegenException e) {
            throw e;
        } catch (Exception e) {
            throw explain(e);
        }
    }

    private byte[] translate() throws CompileException, IOException {
        var scanner = new Scanner(source.fileName(), new StringReader(source.text()));
        var tree = new Parser(scanner).parseAbstractCompilationUnit();
        // A new class table each time: sharing one is no faster and not thread-safe.
        var unit = new UnitCompiler(tree, new ClassLoaderIClassLoader(parent));
        unit.setTargetVersion(TARGET);
        var files = new ArrayList<ClassFile>(1);
        unit.compileUnit(true, true, true, files);
        if (files.size() != 1) {
            throw CodegenException.at(source, 0, "one class expected, got " + files.size(), null);
        }
        return files.getFirst().toByteArray();
    }

    /** Janino wraps an error once per syntax level: the innermost says what is wrong, the innermost with a place where. */
    private CodegenException explain(Exception error) {
        int line = 0;
        Throwable innermost = error;
        for (Throwable at = error; at != null; at = at.getCause()) {
            innermost = at;
            if (at instanceof CompileException located && located.getLocation() != null) {
                line = located.getLocation().getLineNumber();
                continue;
            }
            Matcher place = PLACE.matcher(String.valueOf(at.getMessage()));
            while (place.find()) {
                line = Integer.parseInt(place.group(1));
            }
        }
        String message = innermost.getMessage();
        String problem =
                message == null ? innermost.toString() : PLACE.matcher(message).replaceAll("");
        // Neither has a type or code of its own.
        if (problem.contains("grows beyond 64 KB") || problem.contains("grown past JVM limit")) {
            return CodegenException.tooLarge(source, problem, error);
        }
        return CodegenException.at(source, line, problem, error);
    }
}
