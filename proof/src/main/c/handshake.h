/*
 * The opening handshake's answer (RFC 6455 section 4.2.2): base64 of SHA-1 of the key and a fixed GUID.
 * SHA-1 after FIPS 180-4 section 6.1, base64 after RFC 4648 section 4. Inputs are short and trusted to fit.
 */
#ifndef HANDSHAKE_H
#define HANDSHAKE_H

#include <stdint.h>
#include <string.h>

#define KEY_LENGTH 24    /* base64 of 16 bytes */
#define ACCEPT_LENGTH 28 /* base64 of 20 bytes */
#define HANDSHAKE_GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

static inline uint32_t rotate_left(uint32_t word, int bits) { return (word << bits) | (word >> (32 - bits)); }

static inline void sha1_block(uint32_t hash[5], const uint8_t *block) {
    uint32_t words[80];
    for (int t = 0; t < 16; t++)
        words[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 | (uint32_t)block[4 * t + 2] << 8 |
                   block[4 * t + 3];
    for (int t = 16; t < 80; t++)
        words[t] = rotate_left(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
    uint32_t a = hash[0], b = hash[1], c = hash[2], d = hash[3], e = hash[4];
    for (int t = 0; t < 80; t++) {
        uint32_t mixed, constant;
        if (t < 20) {
            mixed = (b & c) | (~b & d);
            constant = 0x5a827999;
        } else if (t < 40) {
            mixed = b ^ c ^ d;
            constant = 0x6ed9eba1;
        } else if (t < 60) {
            mixed = (b & c) | (b & d) | (c & d);
            constant = 0x8f1bbcdc;
        } else {
            mixed = b ^ c ^ d;
            constant = 0xca62c1d6;
        }
        uint32_t next = rotate_left(a, 5) + mixed + e + constant + words[t];
        e = d;
        d = c;
        c = rotate_left(b, 30);
        b = a;
        a = next;
    }
    hash[0] += a;
    hash[1] += b;
    hash[2] += c;
    hash[3] += d;
    hash[4] += e;
}

/* SHA-1 of at most 119 bytes: two blocks, which is all a handshake needs. */
static inline void sha1_short(const uint8_t *input, size_t length, uint8_t digest[20]) {
    uint8_t padded[128] = {0};
    size_t blocks = length + 9 <= 64 ? 1 : 2;
    memcpy(padded, input, length);
    padded[length] = 0x80;
    uint64_t bits = (uint64_t)length * 8;
    for (int i = 0; i < 8; i++) padded[blocks * 64 - 1 - (size_t)i] = (uint8_t)(bits >> (8 * i));
    uint32_t hash[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    for (size_t i = 0; i < blocks; i++) sha1_block(hash, padded + 64 * i);
    for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(hash[i / 4] >> (24 - 8 * (i % 4)));
}

static inline void base64_encode(const uint8_t *input, size_t length, char *output) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        size_t have = length - i < 3 ? length - i : 3;
        uint32_t group = (uint32_t)input[i] << 16;
        if (have > 1) group |= (uint32_t)input[i + 1] << 8;
        if (have > 2) group |= input[i + 2];
        *output++ = alphabet[group >> 18];
        *output++ = alphabet[group >> 12 & 63];
        *output++ = have > 1 ? alphabet[group >> 6 & 63] : '=';
        *output++ = have > 2 ? alphabet[group & 63] : '=';
    }
}

static inline void accept_for_key(const char key[KEY_LENGTH], char accept[ACCEPT_LENGTH]) {
    uint8_t text[KEY_LENGTH + sizeof HANDSHAKE_GUID - 1], digest[20];
    memcpy(text, key, KEY_LENGTH);
    memcpy(text + KEY_LENGTH, HANDSHAKE_GUID, sizeof HANDSHAKE_GUID - 1);
    sha1_short(text, sizeof text, digest);
    base64_encode(digest, sizeof digest, accept);
}

/* Numbers that are different each time and the same each run. */
static inline uint64_t next_random(void) {
    static uint64_t seed = 0x6d6f6f72696e67;
    uint64_t mixed = seed += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return mixed ^ mixed >> 31;
}

#endif
