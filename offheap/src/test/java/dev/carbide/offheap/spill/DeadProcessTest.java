package dev.carbide.offheap.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.TestMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadProcessTest {
    @TempDir
    private Path root;

    /** A directory has no lock yet for a moment; whoever removes it then must not harm the store that makes it. */
    @Test
    void storesMayOpenWhileAnotherProcessLooksForLeftovers() throws IOException {
        SpillSettings settings = SpillSettings.DEFAULT.withDirectories(List.of(root));
        try (TestMemory memory = new TestMemory();
                TestRows rows = new TestRows(memory, 8, 4000);
                SpillingProcess other = new SpillingProcess(root)) {
            other.beginToRemoveLeftovers(4000);
            for (int number = 0; number < 300; number++) {
                try (SpillStore store = SpillStore.open(settings);
                        SpillFile file = store.newFile("test")) {
                    rows.check(rows.write(file));
                    assertTrue(Files.exists(file.path()));
                }
            }
            assertTrue(other.endToRemoveLeftovers() >= 0);
        }
    }

    @Test
    void onlyTheFilesOfTheDeadAreRemoved() throws IOException, InterruptedException {
        SpillSettings settings = SpillSettings.DEFAULT.withDirectories(List.of(root));
        try (SpillStore before = SpillStore.open(settings);
                SpillStore after = SpillStore.open(settings);
                SpillingProcess dying = new SpillingProcess(root);
                SpillingProcess living = new SpillingProcess(root)) {
            Path own = before.newFile("test").path();
            assertEquals(List.of(), before.removeLeftovers());
            assertEquals(0, living.removeLeftovers());
            assertTrue(Files.exists(own) && Files.exists(dying.file()) && Files.exists(living.file()));

            dying.kill();
            assertTrue(Files.exists(dying.file()));
            after.newFile("test"); // its first, so it looks around
            assertFalse(Files.exists(dying.file().getParent()));
            assertTrue(Files.exists(living.file()));
            assertTrue(Files.exists(own));
            // The locks of this process have not been lost by looking at them.
            assertEquals(0, living.removeLeftovers());
            assertTrue(Files.exists(own));
        }
        try (var left = Files.list(root)) {
            assertEquals(List.of(), left.toList());
        }
    }
}
