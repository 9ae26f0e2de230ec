package io.pulldeploy.simulation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The content of an upload that came in {@code aws-chunked} form: sizes in hexadecimal with each
 * chunk's signature, and checksums as trailing headers. Signatures are not checked.
 */
final class StreamedPayload extends InputStream {
    private static final int LONGEST_LINE = 8192;

    private final InputStream in;
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private long left;
    private boolean started;
    private boolean ended;

    StreamedPayload(InputStream in) {
        this.in = in;
    }

    /** The trailing headers by lower-case name, once the content has been read to its end. */
    Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the upload ended in a chunk");
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (started) {
            line();
        }
        started = true;
        String header = line();
        int semicolon = header.indexOf(';');
        try {
            left = Long.parseLong(semicolon < 0 ? header : header.substring(0, semicolon), 16);
        } catch (NumberFormatException e) {
            throw new IOException("not a chunk's size: " + header, e);
        }
        if (left == 0) {
            ended = true;
            for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
                int colon = trailer.indexOf(':');
                if (colon > 0) {
                    trailers.put(
                            trailer.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            trailer.substring(colon + 1).strip());
                }
            }
        }
    }

    /** A line without its end; empty at the end of the upload. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a chunk's header has no end");
            }
            line.write(b);
        }
        return line.toString(US_ASCII).strip();
    }
}
