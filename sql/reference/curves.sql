-- Curves that are shipped: weights of the twelve months. One that is there stays as it is.
insert into kam.curve (code, zh, en, weights) values
  ('even', '平均', 'even', '{1,1,1,1,1,1,1,1,1,1,1,1}'),
  ('quarter_end', '季末集中', 'heavier at the end of quarters', '{3,3,4,3,3,4,3,3,4,3,3,4}'),
  ('second_half', '下半年集中', 'heavier in the second half', '{6,5,7,7,8,8,9,9,10,10,10,11}'),
  ('spring_festival', '避开春节', 'light around the Spring Festival', '{6,4,8,9,9,9,9,9,9,9,9,10}')
on conflict (code) do nothing;
