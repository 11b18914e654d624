package dev.carbide.offheap.spill;

/**
 * The spill directories of this process by name. Their lock files must never be opened a second time: closing any channel
 * on a file drops all locks that the process has on it. Kept in the system properties because the process may have
 * loaded this class more than once. Thread-safe.
 */
final class LiveDirectories {
    private static final String PROPERTY = "carbide.spill.live.";

    private LiveDirectories() {}

    static void add(String name) {
        System.setProperty(PROPERTY + name, "true");
    }

    static void remove(String name) {
        System.clearProperty(PROPERTY + name);
    }

    static boolean contains(String name) {
        return System.getProperty(PROPERTY + name) != null;
    }
}
