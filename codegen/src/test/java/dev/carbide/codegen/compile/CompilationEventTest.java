package dev.carbide.codegen.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilationEventTest {
    @TempDir
    Path directory;

    @Test
    void compilationsAndCacheHitsAreRecorded() throws Exception {
        var cache = new ClassCache(Samples.compiler());
        Path file = directory.resolve("recording.jfr");
        CompiledClass compiled;
        try (var recording = new Recording()) {
            recording.enable(CompilationEvent.class).withoutThreshold();
            recording.start();
            compiled = cache.get(Samples.add(1, 1));
            cache.get(Samples.add(2, 1));
            recording.stop();
            recording.dump(file);
        }
        var events = RecordingFile.readAllEvents(file);
        assertEquals(2, events.size());
        for (var event : events) {
            assertEquals("dev.carbide.Compilation", event.getEventType().getName());
            assertEquals(compiled.type().getSimpleName(), event.getString("className"));
            assertEquals(compiled.classBytes(), event.getInt("classBytes"));
            assertEquals(compiled.largestMethod().name(), event.getString("largestMethod"));
            assertEquals(compiled.maxMethodSize(), event.getInt("largestMethodBytes"));
        }
        assertEquals(
                java.util.List.of(false, true),
                events.stream()
                        .map(event -> event.getBoolean("cacheHit"))
                        .sorted()
                        .toList());
        assertTrue(events.stream().anyMatch(event -> event.getDuration().isPositive()));
    }
}
