package dev.carbide.bridges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in the documentation of the bridges compile, run, and print what stands below them. */
class DocumentedExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```\\s*```text\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("public class (\\w+)");

    @TempDir
    Path classes;

    @Test
    void examplesRunAsPrinted() throws Exception {
        Matcher examples = EXAMPLE.matcher(Files.readString(Path.of("../../docs/bridges.md")));
        int count = 0;
        while (examples.find()) {
            assertEquals(examples.group(2), run(examples.group(1)));
            count++;
        }
        assertEquals(2, count, "examples");
    }

    private String run(String source) throws Exception {
        Matcher name = CLASS_NAME.matcher(source);
        assertTrue(name.find(), source);
        compile(name.group(1), source);
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass(name.group(1)).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(console);
        }
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private void compile(String name, String source) throws IOException {
        Path file = Files.writeString(classes.resolve(name + ".java"), source);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        problems,
                        problems,
                        "-cp",
                        classPath,
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        file.toString());
        assertEquals(0, failed, () -> problems.toString(StandardCharsets.UTF_8));
    }
}
