package dev.carbide.parquet.file;

/**
 * Bytes that break the Parquet format, found where the file, column and page are not known. Whoever knows them turns this
 * into the user's error with {@link FileLocation#error}. Carries no stack trace: it is the file's fault.
 */
public final class MalformedDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedDataException(String message) {
        super(message, null, false, false);
    }
}
