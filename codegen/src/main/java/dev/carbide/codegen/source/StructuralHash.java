package dev.carbide.codegen.source;

import dev.carbide.offheap.error.CarbideInternalException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names a class by a hash of its own text, in which a placeholder stands for the hash until it is known. */
final class StructuralHash {
    /** 48 bits: for people; the class cache compares whole texts. */
    private static final int BYTES = 6;

    private static final String PLACE = "$hash";

    private final String kind;

    StructuralHash(String kind) {
        this.kind = kind;
    }

    String place() {
        return PLACE;
    }

    String className() {
        return kind + PLACE;
    }

    GeneratedSource source(String text, List<Parameter> parameters) {
        String hash = hash(text);
        return new GeneratedSource(kind + hash, text.replace(PLACE, hash), parameters);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new CarbideInternalException("Every Java platform has SHA-256", e);
        }
    }
}
