package dev.carbide.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documents speak of types that exist. */
final class GlossaryTest {
    private static final Pattern TERM = Pattern.compile("^- \\*\\*`(\\w+)`\\*\\*", Pattern.MULTILINE);
    private static final Pattern TYPE_NAME = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?<!Test)`");

    @Test
    void termsOfTheGlossaryAreTypes() throws IOException {
        assertTypes("glossary.md", TERM);
    }

    @Test
    void architectureNamesTypesThatExist() throws IOException {
        assertTypes("architecture.md", TYPE_NAME);
    }

    private static void assertTypes(String document, Pattern name) throws IOException {
        List<String> names = name.matcher(Files.readString(Path.of("../docs").resolve(document)))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertFalse(names.isEmpty(), () -> "No names of types in " + document);
        Set<String> types =
                ProjectClasses.MAIN.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
        List<String> unknown =
                names.stream().filter(type -> !types.contains(type)).toList();
        assertEquals(List.of(), unknown, () -> document + " names types that do not exist");
    }
}
