"""Would a test notice? Puts one fault at a time into a copy of the program and runs the tests that reach it.

faults      source text in, `Fault`s out: where, which lines, what they become
choose      which faults: those of the lines that a change touched, or a seeded sample of a package
copies      a copy of the project to put them into
running     tests in a process of their own, forked from one that has the libraries already
reach       which tests reach a line, learnt once by running them all under coverage
stages      the tests in the order of their cost; a fault goes on to the next while nothing notices it
results     kept as they come, so that an interrupted run goes on; and those that nothing can notice, with the reason
report      what nobody noticed, by package

Faults come from mutmut's operators and from those of `faults`; why the rest of mutmut is not used: docs/decisions.
"""
