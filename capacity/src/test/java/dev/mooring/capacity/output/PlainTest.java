package dev.mooring.capacity.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlainTest {
    @Test
    void showsEveryCharacterThatDoesSomething() {
        List<Integer> raw = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(PlainTest::doesSomething)
                .filter(each ->
                        Plain.line("a" + Character.toString(each)).codePoints().anyMatch(PlainTest::doesSomething))
                .boxed()
                .toList();
        assertEquals(List.of(), raw);
    }

    @Test
    void showsControlCharactersOfBothSetsAsEscapes() {
        assertEquals(
                "a\\u001b[2J\\u007f\\u009b31m\\u202e\\u2066\\u000ab",
                Plain.line("a\u001b[2J\u007f\u009b31m\u202e\u2066\nb"));
    }

    @Test
    void keepsTheLineBreaksOfTextWithLines() {
        assertEquals("a\nb\\u000dc", Plain.lines("a\nb\rc"));
    }

    @Test
    void leavesLettersOfAnyLanguage() {
        assertEquals("Größe ışık 日本 \ud83d\ude80", Plain.line("Größe ışık 日本 \ud83d\ude80"));
    }

    /** Written apart from the code: both sets of control characters, what turns text around, and what ends a line. */
    private static boolean doesSomething(int character) {
        return character < 0x20
                || (character >= 0x7f && character <= 0x9f)
                || (character >= 0x200b && character <= 0x200f)
                || (character >= 0x2028 && character <= 0x202e)
                || (character >= 0x2060 && character <= 0x206f)
                || (character >= 0xd800 && character <= 0xdfff)
                || (character >= 0xfff9 && character <= 0xfffb)
                || (character >= 0xe0001 && character <= 0xe007f)
                || character == 0xad
                || character == 0x61c
                || character == 0xfeff;
    }
}
