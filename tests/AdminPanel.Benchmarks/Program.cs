using System.CommandLine;
using AdminPanel.Benchmarks.Compare;

var root = new RootCommand("How fast the engine is, beside Debian's postscreen and by itself.");
root.Add(CompareCommand.Create());
return await root.Parse(args).InvokeAsync();
