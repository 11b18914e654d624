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

/** Every term of the glossary is the name of a type. */
final class GlossaryTest {
    private static final Pattern TERM = Pattern.compile("^- \\*\\*`(\\w+)`\\*\\*", Pattern.MULTILINE);

    @Test
    void termsAreTypes() throws IOException {
        List<String> terms = TERM.matcher(Files.readString(Path.of("../docs/glossary.md")))
                .results()
                .map(term -> term.group(1))
                .toList();
        assertFalse(terms.isEmpty());
        Set<String> types =
                ProjectClasses.MAIN.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
        assertEquals(
                List.of(), terms.stream().filter(term -> !types.contains(term)).toList());
    }
}
