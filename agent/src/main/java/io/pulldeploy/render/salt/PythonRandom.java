package io.pulldeploy.render.salt;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Python's {@code random.Random(seed)}: the Mersenne Twister, so that a seed gives the same pick.
 */
final class PythonRandom {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int at = SIZE;

    private PythonRandom(BigInteger seed) {
        int[] key = new int[Math.max(1, (seed.bitLength() + 31) / 32)];
        for (int i = 0; i < key.length; i++) {
            key[i] = seed.shiftRight(32 * i).intValue();
        }
        initialize(key);
    }

    /** {@code random.Random(text)}. */
    static PythonRandom ofText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] digest = HexFormat.of().parseHex(Hashes.hex("sha512", bytes));
        byte[] seed = Arrays.copyOf(bytes, bytes.length + digest.length);
        System.arraycopy(digest, 0, seed, bytes.length, digest.length);
        return new PythonRandom(new BigInteger(1, seed));
    }

    private void initialize(int[] key) {
        state[0] = 19650218;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
        int i = 1;
        int j = 0;
        for (int k = Math.max(SIZE, key.length); k > 0; k--) {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1664525)) + key[j] + j;
            i++;
            j++;
            if (i >= SIZE) {
                state[0] = state[SIZE - 1];
                i = 1;
            }
            if (j >= key.length) {
                j = 0;
            }
        }
        for (int k = SIZE - 1; k > 0; k--) {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1566083941)) - i;
            i++;
            if (i >= SIZE) {
                state[0] = state[SIZE - 1];
                i = 1;
            }
        }
        state[0] = 0x80000000;
    }

    private int next() {
        if (at >= SIZE) {
            for (int k = 0; k < SIZE; k++) {
                int bits = (state[k] & 0x80000000) | (state[(k + 1) % SIZE] & 0x7fffffff);
                state[k] =
                        state[(k + SHIFT) % SIZE]
                                ^ (bits >>> 1)
                                ^ ((bits & 1) == 0 ? 0 : 0x9908b0df);
            }
            at = 0;
        }
        int y = state[at++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /** A whole number below a limit. */
    private int below(int limit) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(limit);
        int number = next() >>> (Integer.SIZE - bits);
        while (number >= limit) {
            number = next() >>> (Integer.SIZE - bits);
        }
        return number;
    }

    /** Python's {@code sample}: that many elements, each position once. */
    List<@Nullable Object> sample(List<@Nullable Object> population, int size) {
        int n = population.size();
        int setSize = 21;
        if (size > 5) {
            setSize += (int) Math.pow(4, Math.ceil(Math.log(size * 3) / Math.log(4)));
        }
        List<@Nullable Object> result = new ArrayList<>();
        if (n <= setSize) {
            List<@Nullable Object> pool = new ArrayList<>(population);
            for (int i = 0; i < size; i++) {
                int j = below(n - i);
                result.add(pool.get(j));
                pool.set(j, pool.get(n - i - 1));
            }
            return result;
        }
        Set<Integer> selected = new HashSet<>();
        for (int i = 0; i < size; i++) {
            int j = below(n);
            while (!selected.add(j)) {
                j = below(n);
            }
            result.add(population.get(j));
        }
        return result;
    }
}
