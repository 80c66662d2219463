-- Images are shown in full to who may see them so: the function that masks is asked otherwise.
drop function if exists core.masked_image(text, jsonb);
