package io.pulldeploy.cli;

import java.io.OutputStream;
import java.io.PrintStream;

/**
 * What goes on right now, in a line that the next one replaces. Whatever else is printed, by
 * whomever, takes its place.
 */
final class StatusLine extends OutputStream {
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream real;
    private final PrintStream stream;
    private boolean shown;

    StatusLine(PrintStream real) {
        this.real = real;
        this.stream = new PrintStream(this, true, real.charset());
    }

    /** Where everything else is printed. */
    PrintStream stream() {
        return stream;
    }

    synchronized void show(String text) {
        real.print(ERASE + "  " + text);
        real.flush();
        shown = true;
    }

    synchronized void clear() {
        if (shown) {
            real.print(ERASE);
            real.flush();
            shown = false;
        }
    }

    @Override
    public synchronized void write(int oneByte) {
        clear();
        real.write(oneByte);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        clear();
        real.write(bytes, offset, length);
    }

    @Override
    public void flush() {
        real.flush();
    }
}
