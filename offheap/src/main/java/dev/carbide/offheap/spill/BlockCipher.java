package dev.carbide.offheap.spill;

import dev.carbide.offheap.error.CarbideInternalException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM over the stored bytes of a block, in place. Not thread-safe. */
final class BlockCipher {
    private final BlockKey key;
    private final Cipher cipher;

    BlockCipher(BlockKey key) {
        this.key = key;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new CarbideInternalException("The JVM has no AES-GCM", e);
        }
    }

    BlockKey key() {
        return key;
    }

    /** Replaces the first {@code bytes} bytes of the body by their encryption and the tag. */
    void encrypt(ByteBuffer body, int bytes, byte[] nonce, byte[] associated) {
        try {
            run(Cipher.ENCRYPT_MODE, body, bytes, nonce, associated);
        } catch (GeneralSecurityException e) {
            throw new CarbideInternalException("A block cannot be encrypted", e);
        }
    }

    /** Replaces the first {@code bytes} bytes of the body, tag included, by what they were before encryption. */
    void decrypt(ByteBuffer body, int bytes, byte[] nonce, byte[] associated) {
        try {
            run(Cipher.DECRYPT_MODE, body, bytes, nonce, associated);
        } catch (AEADBadTagException e) {
            throw new BlockException("the block was not encrypted with this key, for this place", e);
        } catch (GeneralSecurityException e) {
            throw new CarbideInternalException("A block cannot be decrypted", e);
        }
    }

    private void run(int mode, ByteBuffer body, int bytes, byte[] nonce, byte[] associated)
            throws GeneralSecurityException {
        cipher.init(mode, key.secret(), new GCMParameterSpec(BlockFormat.TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(associated);
        cipher.doFinal(body.slice(0, bytes), body.duplicate());
    }
}
