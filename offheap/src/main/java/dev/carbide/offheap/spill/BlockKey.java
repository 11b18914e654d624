package dev.carbide.offheap.spill;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A random key of 256 bits that never leaves the process, and the nonces used with it: a random prefix and a counter, so
 * that none comes twice. Thread-safe.
 */
public final class BlockKey {
    private static final int KEY_BYTES = 32;

    private final SecretKey key;
    private final int prefix;
    private final AtomicLong used = new AtomicLong();

    private BlockKey(SecretKey key, int prefix) {
        this.key = key;
        this.prefix = prefix;
    }

    public static BlockKey random() {
        SecureRandom random = new SecureRandom();
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return new BlockKey(new SecretKeySpec(bytes, "AES"), random.nextInt());
    }

    SecretKey secret() {
        return key;
    }

    int noncePrefix() {
        return prefix;
    }

    long nextNonce() {
        return used.incrementAndGet();
    }
}
