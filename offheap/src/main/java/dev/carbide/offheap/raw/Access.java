package dev.carbide.offheap.raw;

/** What a raw access wants of its bytes; only for messages, as every live page may be read and written. */
enum Access {
    READ("read"),
    WRITE("write");

    private final String verb;

    Access(String verb) {
        this.verb = verb;
    }

    @Override
    public String toString() {
        return verb;
    }
}
