package dev.mooring.proof.roll;

/**
 * How a host went.
 *
 * @param name of the host
 * @param endedWell whether its server and its agent ended by themselves, and the hooks got their answers
 * @param admittedLate new connections that it admitted after it had been taken out
 * @param held connections as its drain began
 * @param busiestFive the most that it closed a second, in any five seconds
 * @param planned connections over drain window, a second
 */
record Departed(String name, boolean endedWell, long admittedLate, long held, double busiestFive, double planned) {}
