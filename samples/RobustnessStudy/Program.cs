return RegularizerGen.Samples.RobustnessStudy.StudyCommand.Run(args);
